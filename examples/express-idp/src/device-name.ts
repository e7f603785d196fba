/** What to call a passkey that was made here, so that its owner knows it again. */
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
