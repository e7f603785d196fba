/** Code of the documentation as a file that can be compiled and run. */
export interface Program {
  /** Where the code is: `docs/policy.md:12`. */
  readonly source: string
  /** The path of the file, below the folder of all programs. */
  readonly path: string
  readonly text: string
  /** The files that it needs beside it when it runs, by name, itself included. `undefined`: it only compiles. */
  readonly files?: Readonly<Record<string, string>> | undefined
  /** What it must print. `undefined`: anything. */
  readonly output?: string | undefined
  /** The name of the error that it must throw. `undefined`: none. */
  readonly throws?: string | undefined
}
