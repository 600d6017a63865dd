import type { IndexStatus } from '../../shared/domain/index-status.ts';
import { indexLanguages, languageName } from '../documents/languages.ts';
import { sourceNames } from '../documents/source-names.ts';
import { type Html, html } from './html.ts';
import type { PageQuery } from './page-search.ts';

interface SearchForm {
  readonly query: PageQuery;
  /** Whose sources and languages can be chosen; null: there is no choice. */
  readonly status: Pick<IndexStatus, 'sources'> | null;
  /** The base of this server relative to the page. */
  readonly root: string;
  /** What stands in the empty box. */
  readonly example: string;
  readonly tokenRequired: boolean;
}

/** The search box with its filters. Without JavaScript, the server answers it with a page. */
export function searchForm({ query, status, root, example, tokenRequired }: SearchForm): Html {
  const names = status === null ? [] : status.sources.map(sourceNames(status.sources));
  const languages = status === null ? [] : indexLanguages(status);
  return html`<form class="search" role="search" method="get" action="${root === '' ? './' : root}">
<div class="box"><svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true"><circle cx="8.5" cy="8.5" r="5.5" fill="none" stroke="currentColor" stroke-width="1.8"/><path d="m13 13 4.5 4.5" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"/></svg>
<input type="search" name="q" value="${query.text}" placeholder="${example}" autocomplete="off" autocapitalize="off" spellcheck="false" maxlength="500" aria-label="Search the docs" aria-keyshortcuts="/"><kbd aria-hidden="true">/</kbd><button type="submit">Search</button></div>
<div class="filters">${
    names.length < 2
      ? null
      : select({ name: 'source', label: 'Source', all: 'All sources', chosen: query.source }, names)
  }${
    languages.length < 2
      ? null
      : select(
          { name: 'language', label: 'Language', all: 'Any language', chosen: query.language },
          languages,
          languageName,
        )
  }${
    tokenRequired
      ? html`<input class="token" type="password" placeholder="Access token" autocomplete="off" aria-label="Access token">`
      : null
  }</div>
</form>${tokenRequired ? html`<noscript><p class="soft note">Without JavaScript the search does not work here: only a script can send the access token.</p></noscript>` : null}`;
}

interface Filter {
  readonly name: string;
  readonly label: string;
  readonly all: string;
  readonly chosen: string | undefined;
}

function select(
  { name, label, all, chosen }: Filter,
  values: readonly string[],
  labelOf = (value: string) => value,
): Html {
  return html`<select name="${name}" aria-label="${label}"><option value="">${all}</option>${values.map(
    (value) =>
      html`<option value="${value}"${value === chosen ? html` selected` : null}>${labelOf(value)}</option>`,
  )}</select>`;
}
