/** Returns a name for a passkey created on this device, so that its user recognises it. */
export function deviceName(userAgent = ''): string {
  const [, name] = devices.find(([pattern]) => pattern.test(userAgent)) ?? [undefined, 'Security key or device']
  return name
}

const devices: readonly (readonly [RegExp, string])[] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android device'],
  [/CrOS/, 'Chromebook'],
  [/Windows/, 'Windows computer'],
  [/Macintosh/, 'Mac'],
  [/Linux/, 'Linux computer'],
]
