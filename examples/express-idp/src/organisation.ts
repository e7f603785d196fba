/** The fictional organisation of this example. */
export const organisation = { name: 'Fernhill Clinic', domain: 'fernhill.example' } as const
