export interface StartTime {
  readonly at: Date
  /** The text has no time zone, and was read as UTC. */
  readonly isZoneAssumed: boolean
}

const pattern =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:([Zz])|([+-])(\d{2}):?(\d{2}))?$/

/**
 * Reads the formats that Graph's clients send: RFC 3339, .NET's round-trip format with seven digits, a space instead of
 * the `T`, no seconds, and no time zone. A text without a time zone is UTC, whatever the time zone of this machine.
 *
 * @returns `undefined` for any other text, and for a day or an hour that does not exist.
 */
export function readStartTime(text: string): StartTime | undefined {
  const match = pattern.exec(text)
  if (match === null) return undefined
  const [, year, month, day, hour, minute, second = '0', fraction = '', utc, sign, hours = '0', minutes = '0'] = match
  const local = new Date(0)
  local.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  local.setUTCHours(Number(hour), Number(minute), Number(second), Number(fraction.padEnd(3, '0').slice(0, 3)))
  const isReal =
    local.getUTCDate() === Number(day) &&
    local.getUTCMonth() === Number(month) - 1 &&
    Number(hour) < 24 &&
    Number(minute) < 60 &&
    Number(second) < 60
  const offsetInMinutes = Number(hours) * 60 + Number(minutes)
  if (!isReal || Number(minutes) > 59 || offsetInMinutes > 14 * 60) return undefined
  const offsetMs = (sign === '-' ? -1 : 1) * offsetInMinutes * 60_000
  return { at: new Date(local.getTime() - offsetMs), isZoneAssumed: utc === undefined && sign === undefined }
}
