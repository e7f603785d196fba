// Signs in with a passkey, by button or from the browser’s list in the name field, and registers a passkey.
import '/public/webauthn/index.umd.min.js'

const { browserSupportsWebAuthn, browserSupportsWebAuthnAutofill, startAuthentication, startRegistration } =
  globalThis.SimpleWebAuthnBrowser

/** The server refused, with a message for the user. */
class Refusal extends Error {}

const csrfToken = document.querySelector('meta[name="csrf-token"]').content
const ceremonies = {
  'sign-in': { path: '/sign-in/passkey', start: (optionsJSON) => startAuthentication({ optionsJSON }) },
  register: { path: '/security-info/passkeys', start: (optionsJSON) => startRegistration({ optionsJSON }) },
}

for (const button of document.querySelectorAll('[data-passkey]')) {
  button.addEventListener('click', () => run(button))
  // The button is disabled until this script listens to it.
  button.disabled = false
}
if (document.querySelector('[data-passkey="sign-in"]')) void offerInNameField()

async function run(button) {
  const errorText = button.parentElement.querySelector('[data-passkey-error]')
  const { path, start } = ceremonies[button.dataset.passkey]
  errorText.hidden = true
  button.setAttribute('aria-busy', 'true')
  try {
    if (!browserSupportsWebAuthn())
      throw new Error('This browser does not support passkeys: use another browser, or a pass.')
    await perform(path, start)
  } catch (error) {
    show(errorText, messageFor(error))
  } finally {
    button.removeAttribute('aria-busy')
  }
}

async function offerInNameField() {
  if (!browserSupportsWebAuthn() || !(await browserSupportsWebAuthnAutofill())) return
  const start = (optionsJSON) => startAuthentication({ optionsJSON, useBrowserAutofill: true })
  try {
    await perform('/sign-in/passkey', start)
  } catch (error) {
    // Pressing the button aborts this ceremony, which is no error. Only a refusal of the server is shown.
    if (error instanceof Refusal) show(document.querySelector('[data-passkey-error]'), error.message)
  }
}

async function perform(path, start) {
  const options = await post(`${path}/options`, {})
  const { location } = await post(path, await start(options))
  window.location.assign(location)
}

async function post(path, data) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrfToken },
    body: JSON.stringify(data),
  })
  if (response.redirected) throw new Error('Your session has ended: reload the page and sign in again.')
  const body = await response.json()
  if (!response.ok) throw new Refusal(body.message)
  return body
}

function show(element, message) {
  element.textContent = message
  element.hidden = false
}

function messageFor(error) {
  if (error.name === 'NotAllowedError')
    return 'The passkey was not confirmed: press the button again when you are ready.'
  if (error.name === 'InvalidStateError')
    return 'This device already has a passkey of yours: sign in with it, or use another device.'
  return error.message
}
