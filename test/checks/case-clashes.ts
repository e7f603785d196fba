/** Returns the paths that a file system without upper and lower case cannot tell apart, one group a clash. */
export function caseClashes(paths: readonly string[]): readonly (readonly string[])[] {
  const groups = new Map<string, Set<string>>()
  for (const path of paths.flatMap(withFolders)) {
    const folded = path.toLowerCase()
    groups.set(folded, (groups.get(folded) ?? new Set()).add(path))
  }
  return [...groups.values()].filter((group) => group.size > 1).map((group) => [...group].sort())
}

/** `a/b/c` as `a`, `a/b` and `a/b/c`: folders clash too. */
function withFolders(path: string): readonly string[] {
  const parts = path.split('/')
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'))
}
