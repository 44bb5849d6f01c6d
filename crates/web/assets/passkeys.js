// Passkeys: the one way in that needs a script, because only a script can ask the device.
//
// A form with `data-passkey` is hidden until it can work. It says where to get the question
// (`data-question`); the device's answer travels in its field `credential`, and the form is then
// sent as any other. `data-passkey="any"` also offers the passkeys in the list under the login.
(() => {
  "use strict";
  const QUESTION_AGE_MAX = 4 * 60 * 1000;
  if (!window.isSecureContext || !window.PublicKeyCredential) return;

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const readable = (question) => {
    const options = question.publicKey;
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    for (const list of [options.allowCredentials, options.excludeCredentials]) {
      for (const known of list || []) known.id = bytes(known.id);
    }
    return options;
  };

  const sendable = ({ id, rawId, type, response }) => {
    const said = { clientDataJSON: text(response.clientDataJSON) };
    if (response.attestationObject) {
      said.attestationObject = text(response.attestationObject);
      said.transports = response.getTransports ? response.getTransports() : [];
    } else {
      said.authenticatorData = text(response.authenticatorData);
      said.signature = text(response.signature);
      said.userHandle = response.userHandle ? text(response.userHandle) : null;
    }
    return JSON.stringify({ id, rawId: text(rawId), type, response: said, extensions: {} });
  };

  // One question at a time: a new one takes the place of the one that waits.
  let waiting = new AbortController();

  const ask = async (form, mediation) => {
    waiting.abort();
    waiting = new AbortController();
    const { signal } = waiting;
    const answer = await fetch(form.dataset.question, { signal, credentials: "same-origin" });
    if (!answer.ok) throw new Error("no question");
    const options = { publicKey: readable(await answer.json()), signal };
    if (mediation) options.mediation = mediation;
    const make = form.dataset.passkey === "new";
    const found = await (make ? navigator.credentials.create(options) : navigator.credentials.get(options));
    form.elements.credential.value = sendable(found);
    form.submit();
  };

  const tell = (form, sentence) => {
    form.querySelector("[data-passkey-says]").textContent = sentence;
  };

  const offerInList = async (form) => {
    const possible = PublicKeyCredential.isConditionalMediationAvailable;
    if (!possible || !(await possible.call(PublicKeyCredential))) return;
    const again = () => ask(form, "conditional").catch(() => {});
    again();
    setInterval(again, QUESTION_AGE_MAX);
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      tell(form, "Waiting for your device.");
      ask(form).catch((error) => {
        if (error.name === "InvalidStateError") tell(form, "This device has a passkey for you here already.");
        else tell(form, "Your device did not answer. Press the button to try again.");
      });
    });
    if (form.dataset.passkey === "any") offerInList(form);
  }
  for (const note of document.querySelectorAll("[data-without-passkeys]")) note.hidden = true;
})();
