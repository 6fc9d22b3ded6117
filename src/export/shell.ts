// The text of a command for a POSIX shell.

/** A word that the shell passes on as it is. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Arguments follow the command one to a line. */
export function commandText(
  command: readonly string[],
  args: readonly { readonly flag: string; readonly value: string | null }[],
): string {
  const lines = args.map(({ flag, value }) =>
    value === null ? flag : `${flag} ${shellWord(value)}`,
  );
  return [command.map(shellWord).join(' '), ...lines].join(' \\\n  ');
}
