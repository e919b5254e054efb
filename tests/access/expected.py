"""Who gets what on which route: the reviewed table, written apart from the policy.

Each line: route, method, who, which things, and `confirm` where a passkey of the
last five minutes is asked for. Roles that are not named get what a missing page gives;
who is not signed in is sent to sign in. HEAD goes with GET.

Things: `-` the address names none; `theirs` those that SEES gives the one who asks;
`any` whatever is named, even if it does not exist; `existing` all that exist; `valid`
with a valid token; `never` not outside the demonstration; `senior` those whose vote
comes next, and who withdraw; `ours` the clearinghouse's, for its own people;
`own` platform A's; `seniors` senior analysts and operators; `audited` the auditor whose
sample it is in, and who ordered it; `supervisor` those who supervise analysts;
`lenas` the receiving agency's.
"""

from typing import NamedTuple

from tests.access import agency_api_rows

TABLE = """
public:home                   GET   everybody                      -
public:report                 GET   everybody                      -
public:report                 POST  everybody                      -
public:report-danger          GET   everybody                      -
public:return                 GET   everybody                      -
public:return                 POST  everybody                      -
public:helplines              GET   everybody                      -
public:look                   GET   everybody                      -
public:security               GET   everybody                      -
public:robots                 GET   everybody                      -
public:live                   GET   everybody                      -
public:ready                  GET   everybody                      -
door:sign-in                  GET   everybody                      -
door:sign-in-begin            POST  everybody                      -
door:sign-in-finish           POST  everybody                      -
door:sign-out                 POST  analyst,operator,auditor,officer,list-auditor -
door:confirm                  GET   analyst,operator,auditor,officer,list-auditor -
door:confirm-begin            POST  analyst,operator,auditor,officer,list-auditor -
door:confirm-finish           POST  analyst,operator,auditor,officer,list-auditor -
door:invitation               GET   everybody                      valid
door:invitation-begin         POST  everybody                      valid
door:invitation-finish        POST  everybody                      any
door:styles                   GET   everybody                      -
door:language                 POST  everybody                      -
door:link                     GET   everybody                      never
door:link                     POST  everybody                      never
platforms:documentation       GET   everybody                      -
platforms:status              GET   platform                       -
platforms:xsd                 GET   platform                       -
platforms:submit              POST  platform                       -
platforms:upload              POST  platform                       theirs
platforms:fileinfo            POST  platform                       theirs
platforms:finish              POST  platform                       theirs
platforms:retract             POST  platform                       theirs
platforms:receipt             GET   platform                       theirs
platforms:clearances          GET   platform                       -
platforms:supplement          POST  platform                       theirs
platforms:supplement-upload   POST  platform                       theirs
platforms:supplement-receipt  GET   platform                       own
platforms:sender              GET   platform                       -
platforms:outcomes            GET   platform                       -
platforms:appeal              POST  platform                       -
sharing:status                GET   list-member                    theirs
sharing:members               GET   list-member                    theirs
sharing:entries               GET   list-member                    theirs
sharing:entry                 PUT   list-member                    theirs
sharing:entry                 DELETE list-member                   theirs
sharing:audience              PUT   list-member                    theirs
sharing:large-fingerprint     GET   list-member                    theirs
sharing:large-fingerprint     PUT   list-member                    theirs
sharing:large-fingerprint     DELETE list-member                   theirs
sharing:reasons               GET   list-member                    theirs
sharing:feedback              PUT   list-member                    theirs
sharing:categorizations       GET   list-member                    theirs
sharing:documentation         GET   list-member                    theirs
sharing:bucket                GET   list-member                    theirs
sharing:match                 POST  list-member                    theirs
sharing:feed                  GET   list-member                    theirs
sharing:blocked               PUT   list-member                    theirs
take-it-down:home             GET   everybody                      -
take-it-down:pictures         GET   everybody                      -
take-it-down:look             GET   everybody                      -
take-it-down:hashes           POST  everybody                      -
take-it-down:case             GET   everybody                      -
take-it-down:case             POST  everybody                      -
take-it-down:take-back        POST  everybody                      -
take-it-down:keep             POST  everybody                      -
take-it-down:help             GET   everybody                      -
take-it-down:how-it-works     GET   everybody                      -
console:queue                 GET   analyst                        -
console:report                GET   analyst                        theirs
console:escalate              POST  analyst                        theirs
console:say-intent            POST  analyst                        theirs
console:lower                 POST  analyst                        theirs
console:decide-lowering       POST  analyst                        theirs
console:clear                 POST  analyst                        theirs
console:clearances            GET   analyst                        -
console:hold-report           POST  analyst                        theirs
console:release-hold          POST  analyst                        existing
console:decide-clearance      POST  analyst                        existing
console:supplement            POST  analyst                        theirs
console:calls                 GET   analyst                        -
console:begin-call            POST  analyst                        -
console:call                  GET   analyst                        existing
console:call                  POST  analyst                        existing
console:end-call              POST  analyst                        existing
console:check-danger          POST  analyst                        existing
console:ask                   POST  analyst                        existing
console:release               POST  analyst                        existing
console:refuse-release        POST  analyst                        existing
console:place                 GET   analyst                        theirs
console:decide-place          POST  analyst                        theirs
console:correct-network       POST  analyst                        theirs
console:exclude-agency        POST  analyst                        theirs
console:admit-agency          POST  analyst                        existing
console:withheld              GET   analyst                        -
console:send-withheld         POST  analyst                        existing
console:corrections           GET   analyst                        -
console:withdraw-correction   POST  analyst                        existing
console:bundle                GET   analyst                        existing
console:set-aside-flood       POST  analyst                        existing
console:clusters              GET   analyst                        -
console:cluster               GET   analyst                        existing
console:bring-together        POST  analyst                        theirs
console:split-cluster         POST  analyst                        existing
console:search                GET   analyst                        -
console:search                POST  analyst                        -
console:take-out              POST  analyst                        theirs
console:files                 GET   analyst                        -
console:file                  GET   analyst                        existing
console:file                  POST  analyst                        existing
console:media                 GET   analyst                        theirs
console:media                 POST  analyst                        theirs
console:bundle-media          GET   analyst                        existing
console:bundle-media          POST  analyst                        existing
console:next-file             POST  analyst                        -
console:set-aside             POST  analyst                        existing
console:give-back             POST  analyst                        existing
console:skills                POST  analyst                        -
console:quality               GET   analyst,operator               seniors
console:veil                  POST  analyst                        theirs
console:hold                  POST  analyst                        theirs
console:beat                  POST  analyst                        never
console:let-go                POST  analyst                        never
console:basis                 GET   analyst                        theirs    confirm
console:basis                 POST  analyst                        theirs    confirm
console:withdraw-basis        GET   analyst                        theirs    confirm
console:withdraw-basis        POST  analyst                        theirs    confirm
console:buddy                 POST  analyst                        -
console:company               POST  analyst                        -
console:answer-concern        POST  analyst,operator               supervisor
console:exposure              GET   analyst                        -
console:exposure              POST  analyst                        -
console:loads                 GET   analyst,operator               supervisor
console:time-zone             POST  analyst,operator               supervisor
console:propose               GET   analyst                        theirs
console:propose               POST  analyst                        theirs
console:lists                 GET   analyst                        -
console:list                  GET   analyst                        existing
console:item                  GET   analyst                        existing
console:change-item           GET   analyst                        existing
console:change-item           POST  analyst                        existing
console:withdraw-item         GET   analyst                        senior    confirm
console:withdraw-item         POST  analyst                        senior    confirm
console:next-review           GET   analyst                        -
console:review                GET   analyst                        senior
console:review                POST  analyst                        senior
console:steps                 GET   analyst,operator               -
agencies:queue                GET   officer                        -
agencies:queue                POST  officer                        -
agencies:report               GET   officer                        theirs
agencies:work                 POST  officer                        theirs
agencies:note                 POST  officer                        theirs
agencies:bulk                 POST  officer                        -
agencies:save-view            POST  officer                        -
agencies:drop-view            POST  officer                        lenas
agencies:columns              POST  officer                        -
agencies:cases                GET   officer                        -
agencies:cases                POST  officer                        -
agencies:case                 GET   officer                        lenas
agencies:case                 POST  officer                        lenas
agencies:case-note            POST  officer                        lenas
agencies:add-task             POST  officer                        lenas
agencies:figures              GET   officer                        -
agencies:export               GET   officer                        existing  confirm
agencies:export-case          GET   officer                        lenas     confirm
agencies:export-report        GET   officer                        theirs    confirm
agencies:export-search        GET   officer                        -         confirm
agencies:export-search        POST  officer                        -         confirm
agencies:export-others        GET   officer                        any       confirm
agencies:export-others        POST  officer                        theirs    confirm
agencies:export-look-up       GET   officer                        -         confirm
agencies:export-look-up       POST  officer                        -         confirm
agencies:handovers            GET   officer                        -
agencies:answer               POST  officer                        lenas
agencies:hand-on              GET   officer                        theirs
agencies:hand-on              POST  officer                        theirs
agencies:hand-on-case         GET   officer                        lenas
agencies:hand-on-case         POST  officer                        lenas
agencies:hint                 POST  officer                        lenas
agencies:finish-task          POST  officer                        lenas
agencies:clear                POST  officer                        theirs
agencies:acknowledge          POST  officer                        theirs
agencies:cluster              GET   officer                        theirs
agencies:search               GET   officer                        -
agencies:search               POST  officer                        -
agencies:others               POST  officer                        theirs
agencies:deconfliction        GET   officer                        -
agencies:deconfliction        POST  officer                        -
agencies:desk                 POST  officer                        -
agencies:digest-key           POST  officer                        -         confirm
duty:alarms                   GET   analyst,operator,officer       -
duty:live                     GET   analyst,operator,officer       -
duty:acknowledge              POST  analyst,officer                ours
duty:roster                   GET   analyst,operator,officer       -
duty:roster                   POST  analyst,officer                -
duty:end-duty                 POST  analyst,officer                ours
agencies:packet               POST  officer                        theirs    confirm
agencies:file                 POST  officer                        theirs    confirm
agencies:feedback             POST  officer                        theirs
agencies:answer-link          GET   everybody                      valid
agencies:answer-link          POST  everybody                      valid
agencies:account              GET   officer                        -
agencies:account              POST  officer                        -
agencies:keys                 GET   officer                        -         confirm
agencies:keys                 POST  officer                        -         confirm
agencies:verifier             GET   officer                        -
agencies:compare              GET   officer                        -
agencies:drafts               GET   officer                        -
agencies:draft                GET   officer                        existing
agencies:draft                POST  officer                        existing
agencies:due-dates            GET   officer                        -
agencies:note-request         POST  officer                        theirs
agencies:close-request        POST  officer                        theirs
operations:organizations      GET   operator                       -
operations:organization       GET   operator                       existing
operations:add-organization   GET   operator                       existing  confirm
operations:add-organization   POST  operator                       existing  confirm
operations:platform-profile   GET   operator                       existing  confirm
operations:platform-profile   POST  operator                       existing  confirm
operations:suspend            GET   operator                       existing  confirm
operations:suspend            POST  operator                       existing  confirm
operations:invite             GET   operator                       existing  confirm
operations:invite             POST  operator                       existing  confirm
operations:invite-again       GET   operator                       existing  confirm
operations:invite-again       POST  operator                       existing  confirm
operations:revoke-invitation  GET   operator                       existing  confirm
operations:revoke-invitation  POST  operator                       existing  confirm
operations:suspend-person     GET   operator                       existing  confirm
operations:suspend-person     POST  operator                       existing  confirm
operations:issue-credential   GET   operator                       existing  confirm
operations:issue-credential   POST  operator                       existing  confirm
operations:revoke-credential  GET   operator                       existing  confirm
operations:revoke-credential  POST  operator                       existing  confirm
operations:seniority          GET   operator                       existing  confirm
operations:seniority          POST  operator                       existing  confirm
operations:lists              GET   operator                       -
operations:list               GET   operator                       existing
operations:add-list           GET   operator                       -         confirm
operations:add-list           POST  operator                       -         confirm
operations:change-list        GET   operator                       existing  confirm
operations:change-list        POST  operator                       existing  confirm
operations:add-member         GET   operator                       existing  confirm
operations:add-member         POST  operator                       existing  confirm
operations:change-member      GET   operator                       existing  confirm
operations:change-member      POST  operator                       existing  confirm
operations:leak               GET   operator                       -         confirm
operations:leak               POST  operator                       -         confirm
operations:list-audits        GET   operator,list-auditor          -
operations:list-audit         GET   operator,list-auditor          audited
operations:finding            POST  list-auditor                   audited
operations:begin-audit        GET   operator                       existing  confirm
operations:begin-audit        POST  operator                       existing  confirm
operations:publish-audit      GET   operator                       existing  confirm
operations:publish-audit      POST  operator                       existing  confirm
operations:appeals            GET   operator                       -
operations:answer-appeal      GET   operator                       existing
operations:answer-appeal      POST  operator                       existing
operations:steps              GET   operator,analyst               -
operations:retry-step         POST  operator                       any
operations:health             GET   operator                       -
operations:priority           GET   operator,analyst               -
operations:routing-table      GET   operator,analyst               existing
operations:export-routing     GET   operator,analyst               existing
operations:draft-routing      GET   operator                       existing
operations:draft-routing      POST  operator                       existing
operations:edition            GET   operator,analyst               existing
operations:simulate           POST  operator                       existing
operations:simulation         GET   operator,analyst               existing
operations:export-simulation  GET   operator,analyst               existing
operations:activate-edition   GET   operator                       existing  confirm
operations:activate-edition   POST  operator                       existing  confirm
operations:withdraw-edition   POST  operator                       existing
operations:audit              GET   auditor                        -
operations:verify-audit       POST  auditor                        -
"""

TABLE += agency_api_rows.TABLE.lstrip()

# Which of the stage's reports each of them sees. A test report and one that is not
# finished reach nobody but the platform's own credential of that sort.
SEES = {
    "platform A": {"ours", "unfinished"},
    "platform B": {"theirs"},
    "platform A, test credential": {"test"},
    "member A": {"its list", "shared list"},
    "member B": {"shared list"},
    "Ana, analyst": {"ours", "theirs"},
    "Lena, officer of the receiving agency": {"ours"},
    "Zed, officer of another agency": {"theirs"},
    "Sven, senior analyst": {"ours", "theirs"},
    agency_api_rows.NAMES[0]: {"ours"},
    agency_api_rows.NAMES[1]: {"theirs"},
}
# What is with those who received it, and no longer with who handed it on. They ask
# about reports alone: of everything else they are any other agency's officers.
RECEIVED = {
    "Finn, officer of an agency that received a share": {"ours"},
    "Gus, officer of an agency that a report was handed on to": {"theirs"},
    "Max, officer of the agency that handed it on": set(),
}
# Whose vote on the stage's proposal comes next, and whose sample its audit is.
NEXT_VOTERS = {"Sven, senior analyst"}
# Who reads figures on how people work.
SENIORS = {"Sven, senior analyst", "Omar, operator", "Omar, stale"}
SUPERVISORS = {"Sven, senior analyst", "Omar, operator", "Omar, stale"}
AUDITORS = {"Ilse, list auditor", "Omar, operator", "Omar, stale"}
# Of lists, each member sees those that it has access to.
LISTS = ("its list", "shared list", "hidden list", "missing")
REPORTS = ("ours", "theirs", "test", "unfinished", "missing")


class Row(NamedTuple):
    """One line of the table."""

    route: str
    method: str
    who: frozenset[str]
    which: str
    confirm: bool


def rows() -> dict[tuple[str, str], Row]:
    """Give the table by route and method."""
    found = {}
    for line in TABLE.strip().splitlines():
        route, method, who, which, *confirm = line.split()
        row = Row(route, method, frozenset(who.split(",")), which, bool(confirm))
        assert (route, method) not in found, line
        found[route, method] = row
    return found
