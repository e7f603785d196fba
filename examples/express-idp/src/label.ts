/** A short text with the colour of its pill. */
export interface Label {
  readonly text: string
  readonly tone: 'good' | 'waiting' | 'bad' | 'quiet'
}
