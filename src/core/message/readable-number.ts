/** Returns `43,200` for `43200`, in every locale. */
export function readableNumber(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',')
}
