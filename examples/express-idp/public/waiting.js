// Whoever waits: looks every few seconds where the request is, and turns the page when it has moved.
const { state } = document.querySelector('[data-state]').dataset
const looking = document.querySelector('[data-looking]')
const everyMs = 5_000

async function look() {
  try {
    const response = await fetch('/request/state', { headers: { Accept: 'application/json' } })
    if ((await response.json()).state !== state) return location.reload()
    looking.textContent = 'This page turns by itself. You can close it and come back, in this browser.'
  } catch {
    looking.textContent = 'There is no connection. This page goes on trying.'
  }
  setTimeout(look, everyMs)
}

setTimeout(look, everyMs)
