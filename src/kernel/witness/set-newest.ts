/** Sets an entry. If there are too many, drops the one that was set the longest time ago. */
export function setNewest<Value>(map: Map<string, Value>, maximum: number, name: string, value: Value): void {
  map.delete(name)
  map.set(name, value)
  if (map.size <= maximum) return
  const [oldest] = map.keys()
  if (oldest !== undefined) map.delete(oldest)
}
