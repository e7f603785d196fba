// The page of a new code or token. A reload must not create another one, so the address becomes that of the page before.
const card = document.querySelector('[data-after]')
history.replaceState(null, '', card.dataset.after)

const copied = document.querySelector('[data-copied]')
const code = document.querySelector('#code')
document.querySelector('[data-copy]').addEventListener('click', async () => {
  try {
    await navigator.clipboard.writeText(code.textContent)
    copied.textContent = 'Copied. Paste it only where you know who can read it.'
  } catch {
    getSelection().selectAllChildren(code)
    copied.textContent = 'Selected: copy it with your keyboard.'
  }
})
document.querySelector('[data-print]')?.addEventListener('click', () => print())
