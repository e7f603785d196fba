/** The time now, in milliseconds since the Unix epoch. */
export type Clock = () => number
