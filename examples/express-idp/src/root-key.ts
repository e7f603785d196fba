import { hkdfSync, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

/**
 * Returns the key from the environment or from the file. If neither exists, writes a new key that only its owner can
 * read.
 */
export function loadRootKey(file: string, fromEnvironment: string | undefined): string {
  if (fromEnvironment !== undefined) return fromEnvironment
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  const key = randomBytes(32).toString('base64url')
  writeFileSync(file, `${key}\n`, { mode: 0o600, flag: 'wx' })
  return key
}

/** Derives the key of the session cookie, so that there is only one secret to store. */
export function sessionSecret(rootKey: string): string {
  return Buffer.from(hkdfSync('sha256', rootKey, '', 'express-idp session cookie', 32)).toString('base64url')
}
