// Reads lines of `user code`, and prints the users who can sign in.
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const { default: tap, close } = await import(pathToFileURL('tap.config.mjs').href)
for (const line of readFileSync(0, 'utf8').trim().split('\n')) {
  const [user, code] = line.split(' ')
  const { ok } = await tap.signIn({ user, code })
  if (ok) console.log(user)
}
await close()
