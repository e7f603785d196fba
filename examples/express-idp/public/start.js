// The start of a pass is typed in the user’s local time and sent as an instant.
const local = document.querySelector('#startLocal')
if (local) {
  const instant = local.form.elements.startDateTime
  const zone = local.form.querySelector('[data-zone]')
  zone.textContent = 'your time'
  const update = () => {
    instant.value = local.value === '' ? '' : new Date(local.value).toISOString()
  }
  local.addEventListener('input', update)
  update()
}
