// A call counts only from a certain length on: until then approving waits, and says for how long. The server asks again.
const status = document.querySelector('[data-decide-from]')
const approve = document.querySelector('[data-decide]')
const aheadMs = Date.parse(document.body.dataset.now) - Date.now()
const fromMs = Date.parse(status.dataset.decideFrom)

const tick = () => {
  const seconds = Math.ceil((fromMs - Date.now() - aheadMs) / 1000)
  approve.disabled = seconds > 0
  if (seconds <= 0) {
    status.textContent = 'The call is long enough to decide.'
    return
  }
  // Read aloud at the beginning, in the middle and near the end, and not every second.
  if (status.textContent.endsWith('on.') || seconds % 5 === 0)
    status.textContent = `You can approve in ${seconds} seconds.`
  setTimeout(tick, 250)
}
tick()
