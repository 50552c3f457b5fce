/** Saved views of the fake host. */
import type { AlertQueryDto, ArrangementDto, SavedViewDto, SavedViewsDto } from '../generated/contract';
import { refusal, type Handlers } from './world';

const ARRANGEMENT: ArrangementDto = { sort: [], text: '', facets: [], conditions: [], groupBy: null, columns: [] };
const QUERY: AlertQueryDto = { withinDays: 30, from: null, to: null, severities: [] };

function builtIn(id: string, name: string, about: string, query: Partial<AlertQueryDto>, arrangement: Partial<ArrangementDto>): SavedViewDto {
  return { id, name, about, builtIn: true, query: { ...QUERY, ...query }, arrangement: { ...ARRANGEMENT, ...arrangement } };
}

const BUILT_IN: SavedViewDto[] = [
  builtIn(
    'triage',
    'New, most severe first',
    'Alerts of the last 30 days that nobody has taken up.',
    {},
    {
      sort: [
        { column: 'severity', descending: true },
        { column: 'alertCreationTime', descending: true },
      ],
      facets: [{ column: 'status', values: ['New'] }],
    },
  ),
  builtIn('high', 'High severity, by device', 'Which devices are hit hardest in the last 30 days.', { severities: ['High'] }, { groupBy: 'computerDnsName' }),
  builtIn('resolved', 'Resolved, not classified', 'Alerts of the last six months to be classified later.', { withinDays: 183 }, {
    facets: [{ column: 'status', values: ['Resolved'] }],
    conditions: [{ column: 'classification', test: 'empty', values: [] }],
  }),
];

export function savedViewHandlers(): Pick<Handlers, 'get_saved_views' | 'save_view' | 'delete_view'> {
  let own: SavedViewDto[] = [];
  let next = 1;
  const all = (): SavedViewsDto => ({ views: [...BUILT_IN, ...[...own].sort((a, b) => a.name.localeCompare(b.name))] });
  return {
    get_saved_views: all,
    save_view: ({ name, query, arrangement }) => {
      const wanted = name.trim();
      if (wanted === '') {
        throw refusal('VIEW_INVALID', 'A view needs a name.', { field: 'name' });
      }
      if (BUILT_IN.some((view) => view.name.toLowerCase() === wanted.toLowerCase())) {
        throw refusal('VIEW_INVALID', 'A view that comes with the program has this name.', { field: 'name', hint: 'Choose another name.' });
      }
      const known = own.find((view) => view.name.toLowerCase() === wanted.toLowerCase());
      const id = known?.id ?? `view-${next}`;
      next += known === undefined ? 1 : 0;
      own = [...own.filter((view) => view !== known), { id, name: wanted, builtIn: false, about: '', query, arrangement }];
      return all();
    },
    delete_view: ({ viewId }) => {
      if (BUILT_IN.some(({ id }) => id === viewId)) {
        throw refusal('VIEW_INVALID', 'A view that comes with the program cannot be deleted.');
      }
      own = own.filter(({ id }) => id !== viewId);
      return all();
    },
  };
}
