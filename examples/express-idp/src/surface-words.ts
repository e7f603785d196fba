import type { Surface } from 'temporary-access-pass'

/** Where a pass can be typed, for people. */
export const surfaceWords: Readonly<Record<Surface, { readonly label: string; readonly what: string }>> = {
  browser: { label: 'Browser', what: 'The sign-in page of this site' },
  authenticatorApp: { label: 'Authenticator app', what: 'Adding an account to an app on the phone' },
  deviceSetup: { label: 'New computer', what: 'Joining it to the organisation, on the first day' },
  joinedDevice: { label: 'Computer', what: 'Its lock screen, after it has joined' },
  hybridJoinedDevice: { label: 'Computer in the old domain', what: 'Its lock screen, joined to both' },
  deviceWebSignIn: { label: 'Computer with web sign-in', what: 'Its lock screen shows the sign-in page' },
  legacy: { label: 'Old VPN', what: 'RADIUS, which can show nothing but two fields' },
}
