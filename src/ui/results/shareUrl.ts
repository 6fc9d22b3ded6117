// The address of a draft: an issue of the repository on GitHub, or a letter where none is named. It sends nothing.

/** Longer addresses are refused by servers and mail programs. */
const longest = 7500;

export interface Draft {
  readonly kind: 'issue' | 'mail';
  readonly url: string;
  /** Whether the text is in it; else the title alone. */
  readonly hasText: boolean;
}

/** `owner/name` on GitHub from what package.json may say: a shorthand, or an address of git or of the web. */
export function repositoryOf(url: string | null): string | null {
  const found =
    /^(?:github:|(?:git\+)?(?:https?|ssh|git):\/\/(?:git@)?github\.com\/|git@github\.com:)?([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(
      url ?? '',
    );
  return found?.[1] ?? null;
}

export function draftOf(
  repository: string | null,
  { title, body }: Readonly<Record<'title' | 'body', string>>,
): Draft {
  const name = repositoryOf(repository);
  const fields = (withText: boolean) => {
    const [titled, text] = name === null ? ['subject', 'body'] : ['title', 'body'];
    return [
      `${titled}=${encodeURIComponent(title)}`,
      ...(withText ? [`${text}=${encodeURIComponent(body)}`] : []),
    ].join('&');
  };
  const base = name === null ? 'mailto:?' : `https://github.com/${name}/issues/new?`;
  const whole = `${base}${fields(true)}`;
  const hasText = whole.length <= longest;
  return {
    kind: name === null ? 'mail' : 'issue',
    url: hasText ? whole : `${base}${fields(false)}`,
    hasText,
  };
}
