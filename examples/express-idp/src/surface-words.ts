import type { Surface } from 'temporary-access-pass'

/** The places where a pass can be typed, as page texts. */
export const surfaceWords: Readonly<Record<Surface, { readonly label: string; readonly description: string }>> = {
  browser: { label: 'Browser', description: 'The sign-in page of this site' },
  authenticatorApp: { label: 'Authenticator app', description: 'Adds an account to an app on the phone' },
  deviceSetup: { label: 'New computer', description: 'Joins the organisation on the first day' },
  joinedDevice: { label: 'Computer', description: 'The lock screen, after it has joined' },
  hybridJoinedDevice: { label: 'Computer in the old domain', description: 'The lock screen, joined to both domains' },
  deviceWebSignIn: { label: 'Computer with web sign-in', description: 'The lock screen shows the sign-in page' },
  legacy: { label: 'Old VPN', description: 'RADIUS, with two text fields only' },
}
