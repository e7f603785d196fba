// Shows times in the user’s time zone, and countdowns by the server’s clock.
const sameDay = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' })
const otherDay = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
const aheadMs = Date.parse(document.body.dataset.now) - Date.now()
const now = () => Date.now() + aheadMs

for (const element of document.querySelectorAll('time')) {
  element.title = element.textContent
  element.textContent = inWords(new Date(element.dateTime))
}
for (const element of document.querySelectorAll('[data-times]')) {
  element.textContent = element.textContent.replaceAll(/(\d{4}-\d\d-\d\d) (\d\d:\d\d) UTC/g, (_, day, time) =>
    inWords(new Date(`${day}T${time}Z`)),
  )
}

function inWords(date) {
  const isToday = date.toDateString() === new Date(now()).toDateString()
  return isToday ? `${sameDay.format(date)} today` : otherDay.format(date)
}

const bars = [...document.querySelectorAll('[data-progress]')]
const countdowns = [...document.querySelectorAll('[data-countdown]')]
const tick = () => {
  for (const element of countdowns) element.textContent = left(Date.parse(element.dataset.countdown) - now())
  for (const bar of bars) bar.value = Math.max(0, Date.parse(bar.dataset.progress) - now())
}
if (countdowns.length > 0) {
  tick()
  setInterval(tick, 1000)
}

function left(ms) {
  if (ms <= 0) return '0:00 (the time is over)'
  const seconds = Math.floor(ms / 1000)
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  if (hours >= 48) return `${Math.floor(hours / 24)} days`
  const two = (number) => String(number).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}
