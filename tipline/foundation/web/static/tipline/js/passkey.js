// @ts-check
/**
 * Passkey ceremonies for forms marked with `data-passkey`.
 *
 * `data-passkey="get"` asks for a passkey, `"create"` makes one. The server's options
 * come from `data-begin-url`, the device's answer goes to `data-finish-url`, whose
 * answer says where to go next. All sentences are in the form's `data-text-…`.
 */

/** A refusal by the server, in words for the person. */
class Refusal extends Error {}

/**
 * @param {string} text base64url
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function bytesOf(text) {
  const base64 = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

/**
 * @param {ArrayBuffer} buffer
 * @returns {string} base64url without padding
 */
export function textOf(buffer) {
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte));
  return btoa(letters.join("")).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * @param {any} options the server's `publicKey`
 * @returns {Promise<object>} the answer as the server reads it
 */
async function makePasskey(options) {
  const credential = /** @type {PublicKeyCredential} */ (
    await navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: bytesOf(options.challenge),
        user: { ...options.user, id: bytesOf(options.user.id) },
      },
    })
  );
  const response = /** @type {AuthenticatorAttestationResponse} */ (credential.response);
  return answer(credential, { attestationObject: textOf(response.attestationObject) });
}

/**
 * @param {any} options the server's `publicKey`
 * @returns {Promise<object>} the answer as the server reads it
 */
async function askForPasskey(options) {
  const credential = /** @type {PublicKeyCredential} */ (
    await navigator.credentials.get({
      publicKey: { ...options, challenge: bytesOf(options.challenge) },
    })
  );
  const response = /** @type {AuthenticatorAssertionResponse} */ (credential.response);
  return answer(credential, {
    authenticatorData: textOf(response.authenticatorData),
    signature: textOf(response.signature),
    ...(response.userHandle ? { userHandle: textOf(response.userHandle) } : {}),
  });
}

/**
 * @param {PublicKeyCredential} credential
 * @param {Record<string, string>} response what the ceremony adds
 * @returns {object}
 */
function answer(credential, response) {
  return {
    id: credential.id,
    rawId: textOf(credential.rawId),
    type: credential.type,
    clientExtensionResults: {},
    response: { clientDataJSON: textOf(credential.response.clientDataJSON), ...response },
  };
}

/**
 * @param {HTMLFormElement} form
 * @param {string} url
 * @param {object} body
 * @returns {Promise<any>} the server's answer
 */
async function send(form, url, body) {
  const token = new FormData(form).get("csrfmiddlewaretoken");
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": String(token) },
    body: JSON.stringify(body),
  });
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  const content = isJson ? await response.json() : {};
  if (!response.ok) {
    throw new Refusal(content.message ?? form.dataset.textFailed);
  }
  return content;
}

/**
 * @param {HTMLFormElement} form
 * @param {unknown} problem
 * @returns {string | undefined} the sentence for the person
 */
function sentence(form, problem) {
  if (problem instanceof Refusal) {
    return problem.message;
  }
  if (problem instanceof TypeError) {
    return form.dataset.textOffline;
  }
  const name = problem instanceof Error ? problem.name : "";
  const texts = {
    NotAllowedError: form.dataset.textCanceled,
    AbortError: form.dataset.textCanceled,
    InvalidStateError: form.dataset.textKnown,
    NotSupportedError: form.dataset.textMissing,
    SecurityError: form.dataset.textMissing,
  };
  return texts[/** @type {keyof typeof texts} */ (name)] ?? form.dataset.textFailed;
}

/** @param {HTMLFormElement} form */
function bind(form) {
  const button = form.querySelector("[data-passkey-button]");
  const message = form.querySelector("[data-passkey-message]");
  if (!(button instanceof HTMLButtonElement) || !(message instanceof HTMLElement)) {
    return;
  }

  /** @param {string | undefined} text */
  const say = (text) => {
    message.textContent = text ?? "";
    message.hidden = !text;
  };

  /** @param {boolean} busy */
  const setBusy = (busy) => {
    button.disabled = busy;
    button.setAttribute("aria-busy", String(busy));
  };

  if (!globalThis.PublicKeyCredential) {
    say(form.dataset.textMissing);
    return;
  }
  setBusy(false);

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    say(undefined);
    setBusy(true);
    try {
      const { publicKey } = await send(form, form.dataset.beginUrl ?? "", {});
      const makes = form.dataset.passkey === "create";
      const given = await (makes ? makePasskey(publicKey) : askForPasskey(publicKey));
      const { next } = await send(form, form.dataset.finishUrl ?? "", given);
      location.assign(next);
    } catch (problem) {
      say(sentence(form, problem));
      setBusy(false);
    }
  });
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  bind(/** @type {HTMLFormElement} */ (form));
}
