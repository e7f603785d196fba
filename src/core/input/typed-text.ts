import { asciiDigits } from './digits.js'

// Mails, chats and right-to-left texts put them into what is copied: joiners, bidirectional controls, variation selectors.
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]+/gu

/** Returns what the user typed in NFKC and with ASCII digits, without the invisible characters that a paste brings along. */
export function withoutInvisible(typed: string): string {
  // Without what was between them, a letter and its combining mark can meet: hence the second normal form.
  return asciiDigits(typed.normalize('NFKC').replace(invisible, '')).normalize('NFKC')
}
