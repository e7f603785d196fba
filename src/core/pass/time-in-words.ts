import { millisecondsInDay, millisecondsInHour, millisecondsInMinute } from 'date-fns/constants'
import { formatDuration } from 'date-fns/formatDuration'

/** Returns `2026-11-23 06:00 UTC`: the same on every machine, whatever its time zone. */
export function instantInWords(instant: Date): string {
  return `${instant.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** Returns `in 2 hours 5 minutes` or `3 days 4 hours ago`. Negative milliseconds are in the past. */
export function durationInWords(ms: number): string {
  const size = Math.abs(ms)
  if (size < millisecondsInMinute) return ms <= 0 ? 'less than a minute ago' : 'in less than a minute'
  const days = Math.floor(size / millisecondsInDay)
  const hours = Math.floor((size % millisecondsInDay) / millisecondsInHour)
  const minutes = days > 0 ? 0 : Math.floor((size % millisecondsInHour) / millisecondsInMinute)
  const duration = formatDuration({ days, hours, minutes })
  return ms < 0 ? `${duration} ago` : `in ${duration}`
}
