import { millisecondsInDay, millisecondsInHour, millisecondsInMinute } from 'date-fns/constants'
import { formatDuration } from 'date-fns/formatDuration'

/** For example `2026-11-23 06:00 UTC`. It does not depend on the time zone of the machine. */
export function instantInWords(instant: Date): string {
  return `${instant.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** For example `in 2 hours 5 minutes` or `3 days 4 hours ago`. */
export function inWords(ms: number): string {
  const size = Math.abs(ms)
  if (size < millisecondsInMinute) return ms <= 0 ? 'less than a minute ago' : 'in less than a minute'
  const days = Math.floor(size / millisecondsInDay)
  const hours = Math.floor((size % millisecondsInDay) / millisecondsInHour)
  const minutes = days > 0 ? 0 : Math.floor((size % millisecondsInHour) / millisecondsInMinute)
  const duration = formatDuration({ days, hours, minutes })
  return ms < 0 ? `${duration} ago` : `in ${duration}`
}
