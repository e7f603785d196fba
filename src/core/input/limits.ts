// Lengths of text in UTF-16 code units, and counts of entries. Each is written here once.

/** Ids and names of users, groups, tenants and programs. */
export const maxIdLength = 512
export const maxEmployeeIdLength = 128
/** How to reach a requester, as they typed it. */
export const maxContactLength = 256

export const maxJustificationLength = 1_000
export const maxTicketLength = 128
/** A day, a time or a time zone in a row of `passes.createMany`. The longest name of a zone has 32. */
export const maxTimeLength = 64

export const maxClientBindingLength = 1_024
/** 16 characters of base64url carry 96 bits: enough that no two attempts of one user share an id by chance. */
export const minAttemptIdLength = 16
export const maxAttemptIdLength = 128
export const maxSourceLength = 512
export const maxPriorMethods = 16
export const maxAcrLength = 128

export const maxCredentialIdLength = 1_024
export const maxCredentialTypeLength = 64
export const maxCredentialLabelLength = 128

export const maxCorrelationIdLength = 128
export const maxIpAddressLength = 64
export const maxUserAgentLength = 512

/** A store's cursor may hold a key, each part of which is as long as an id. */
export const maxCursorLength = 4_096
export const maxPermissions = 100
