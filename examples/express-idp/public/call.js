// A reviewer can approve only after a minimum length of the call. The server checks it again.
const status = document.querySelector('[data-decide-from]')
const approve = document.querySelector('[data-decide]')
const aheadMs = Date.parse(document.body.dataset.now) - Date.now()
const fromMs = Date.parse(status.dataset.decideFrom)

const tick = () => {
  const seconds = Math.ceil((fromMs - Date.now() - aheadMs) / 1000)
  approve.disabled = seconds > 0
  if (seconds <= 0) {
    status.textContent = 'You can decide now.'
    return
  }
  // A screen reader reads each change aloud, so the text changes every five seconds only.
  if (status.textContent.startsWith('You can approve after') || seconds % 5 === 0)
    status.textContent = `You can approve in ${seconds} seconds.`
  setTimeout(tick, 250)
}
tick()
