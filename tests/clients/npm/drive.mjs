// Plays a platform with the public client, and prints what the client understood.
//
// node drive.mjs CLIENT_MODULE BASE_URL, with USERNAME and PASSWORD in the environment.

import { pathToFileURL } from "node:url";

const [, , module, baseUrl] = process.argv;
const tools = await import(pathToFileURL(module));
const { USERNAME: username, PASSWORD: password } = process.env;

function clientOf(credentials) {
  const client = new tools.Client({ environment: tools.Environment.Testing, credentials });
  client.baseUrl = baseUrl;
  return client;
}

const client = clientOf({ username, password });
const tried = async (call) => {
  try {
    return (await call()).data;
  } catch (error) {
    return { error: error.message };
  }
};

const report = (incidentType, userId) => ({
  incidentSummary: {
    incidentType,
    incidentDateTime: new Date(Date.now() - 3_600_000),
  },
  incidentDetails: { webPageIncidents: [{ url: ["https://chat.example.com/room/7"] }] },
  reporter: {
    reportingPerson: {
      firstName: "Tess",
      lastName: "Trust",
      email: [{ email: "safety@example.com" }],
    },
  },
  personOrUserReported: {
    espIdentifier: userId,
    screenName: "blue_kite",
    ipCaptureEvent: [
      {
        ipAddress: "18.9.22.69",
        eventName: tools.IPEventName.Login,
        dateTime: new Date(Date.now() - 7_200_000),
      },
    ],
  },
});

const said = {};
said.status = await tried(() => client.getStatus());
said.types = {};
for (const [name, type] of Object.entries(tools.IncidentType)) {
  said.types[name] = await tried(() => client.submitReport(report(type, `type-${name}`)));
}
said.submitted = await tried(() =>
  client.submitReport(report(tools.IncidentType.ChildSexTourism, "journey")),
);
const id = said.submitted.reportId;
said.uploads = [];
for (const name of ["a.jpg", "b\u00fccher \u{1f600}.png", 'quo"ted.jpg']) {
  const file = new File([`content of ${name}`], name);
  const uploaded = await tried(() => client.uploadFile({ id, file }));
  const details = {
    reportId: id,
    fileId: uploaded.fileId,
    originalFileName: name,
    fileViewedByEsp: true,
    publiclyAvailable: false,
  };
  said.uploads.push({
    uploaded,
    described: await tried(() => client.submitFileDetails(details)),
  });
}
said.finished = await tried(() => client.finishReport({ id }));
said.finishedAgain = await tried(() => client.finishReport({ id }));
said.late = await tried(() => client.uploadFile({ id, file: new File(["x"], "late.jpg") }));
const other = said.types.ChildSexTourism.reportId;
said.retracted = await tried(() => client.cancelReport({ id: other }));
said.retractedAgain = await tried(() => client.cancelReport({ id: other }));
said.unknown = await tried(() => client.finishReport({ id: 12345 }));
said.invalid = await tried(() => client.submitReport(report("Something else", "invalid")));
const stranger = clientOf({ username, password: "wrong" });
said.stranger = await tried(() => stranger.getStatus());
console.log(JSON.stringify(said));
