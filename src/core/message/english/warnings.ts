import type { EnglishTexts } from '../english-text.js'

/** What an administrator should know about a pass that the policy allows. */
export const warningTexts: EnglishTexts<'warning'> = {
  'warning.userDisabled':
    'The account is disabled, so the user cannot sign in with this pass. ' +
    'Enable the account in the directory before the pass ends.',
}
