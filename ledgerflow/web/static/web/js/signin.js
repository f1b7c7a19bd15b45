// Passkeys and security keys: shown where the browser can, and what went wrong in words.
// The ceremony itself is allauth's (mfa/js/webauthn.js); this page must load without it too.

const said = document.getElementById("key-said");
const able = Boolean(window.isSecureContext && window.PublicKeyCredential);

for (const form of document.querySelectorAll(".passkey")) {
  form.hidden = !able;
}

function tell(key) {
  if (said) {
    said.textContent = said.dataset[key];
    said.hidden = false;
  }
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  tell(event.detail.exception instanceof DOMException && event.detail.exception.name === "SecurityError" ? "unfit" : "refused");
});

if (!able) {
  for (const id of ["mfa_webauthn_add", "mfa_webauthn_reauthenticate"]) {
    const button = document.getElementById(id);
    if (button) {
      button.disabled = true;
      tell("unfit");
    }
  }
}
