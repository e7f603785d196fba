// Passkeys: signing in with one, by button or from the list the browser offers in the name field, and registering one.
import '/public/webauthn/index.umd.min.js'

const { browserSupportsWebAuthn, browserSupportsWebAuthnAutofill, startAuthentication, startRegistration } =
  globalThis.SimpleWebAuthnBrowser

/** What the server answered instead. */
class Refusal extends Error {}

const csrfToken = document.querySelector('meta[name="csrf-token"]').content
const ceremonies = {
  'sign-in': { path: '/sign-in/passkey', start: (optionsJSON) => startAuthentication({ optionsJSON }) },
  register: { path: '/security-info/passkeys', start: (optionsJSON) => startRegistration({ optionsJSON }) },
}

for (const button of document.querySelectorAll('[data-passkey]')) {
  button.addEventListener('click', () => run(button))
  // It comes disabled, so that nobody presses it before there is somebody to listen.
  button.disabled = false
}
if (document.querySelector('[data-passkey="sign-in"]')) void offerInNameField()

async function run(button) {
  const sentence = button.parentElement.querySelector('[data-passkey-error]')
  const { path, start } = ceremonies[button.dataset.passkey]
  sentence.hidden = true
  button.setAttribute('aria-busy', 'true')
  try {
    if (!browserSupportsWebAuthn()) throw new Error('This browser has no passkeys: use another one, or a pass.')
    await perform(path, start)
  } catch (error) {
    show(sentence, wordsFor(error))
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
    // Whoever presses the button ends this one; only what the server refused is worth a word.
    if (error instanceof Refusal) show(document.querySelector('[data-passkey-error]'), error.message)
  }
}

async function perform(path, start) {
  const options = await post(`${path}/options`, {})
  const { location } = await post(path, await start(options))
  window.location.assign(location)
}

async function post(path, body) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrfToken },
    body: JSON.stringify(body),
  })
  if (response.redirected) throw new Error('Your session has ended: reload the page and sign in again.')
  const answer = await response.json()
  if (!response.ok) throw new Refusal(answer.message)
  return answer
}

function show(element, sentence) {
  element.textContent = sentence
  element.hidden = false
}

function wordsFor(error) {
  if (error.name === 'NotAllowedError') return 'Nothing was confirmed: choose the button again when you are ready.'
  if (error.name === 'InvalidStateError')
    return 'This device has a passkey of yours already: sign in with it, or use another device.'
  return error.message
}
