/** The fields of a policy that take one of a few words. */
export const policyChoices = {
  state: ['enabled', 'disabled'],
  alphabet: ['crockford', 'mixed', 'digits'],
  spendOn: ['signIn', 'registration'],
  countsAs: ['singleFactor', 'multiFactor'],
  targetType: ['user', 'group'],
} as const

export type PolicyChoice<Field extends keyof typeof policyChoices> = (typeof policyChoices)[Field][number]
