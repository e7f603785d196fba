import { hkdfSync, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

/** The key from the environment, else from the file, else a new one written there for its owner's eyes only. */
export function loadRootKey(file: string, fromEnvironment: string | undefined): string {
  if (fromEnvironment !== undefined) return fromEnvironment
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  const key = randomBytes(32).toString('base64url')
  writeFileSync(file, `${key}\n`, { mode: 0o600, flag: 'wx' })
  return key
}

/** Another key for the session cookie, so that there is one secret to keep. */
export function sessionSecret(rootKey: string): string {
  return Buffer.from(hkdfSync('sha256', rootKey, '', 'express-idp session cookie', 32)).toString('base64url')
}
