// Checks every few seconds whether the state of the request has changed, and then reloads the page.
const { state } = document.querySelector('[data-state]').dataset
const pollStatus = document.querySelector('[data-poll-status]')
const intervalMs = 5_000

async function poll() {
  try {
    const response = await fetch('/request/state', { headers: { Accept: 'application/json' } })
    if ((await response.json()).state !== state) return location.reload()
    pollStatus.textContent = 'This page updates by itself. You can close it and come back later in this browser.'
  } catch {
    pollStatus.textContent = 'No connection. This page keeps trying.'
  }
  setTimeout(poll, intervalMs)
}

setTimeout(poll, intervalMs)
