/** Column kinds of the simulated models; `money` names where its currency comes from. */
export type FieldKind =
  | 'char'
  | 'text'
  | 'html'
  | 'integer'
  | 'float'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'selection'
  | 'monetary'
  | 'many2one'
  | 'one2many'
  | 'many2many'
  | 'json'
  | 'binary';

export interface FieldSpec {
  readonly name: string;
  /** Under which a row keeps it: its name, unless a release renamed it. */
  readonly column: string;
  readonly kind: FieldKind;
  readonly label: string;
  /** Target model of a relation, else empty. */
  readonly relation: string;
  /** Inverse column of a one2many, else empty. */
  readonly inverse: string;
  /** For an amount: the column holding its currency; `company` means the company's currency. */
  readonly currency: string;
  readonly required: boolean;
  /** False for a column created at run time by an administrator (`x_…`). */
  readonly base: boolean;
}

export interface ModelSpec {
  readonly name: string;
  readonly label: string;
  readonly fields: Map<string, FieldSpec>;
  /** Default `order` of a search. */
  readonly order: string;
  /** Columns with an equality index. */
  readonly indexed: readonly string[];
  /** How rows are tied to companies: a nullable column, a list column, or not at all. */
  readonly company: 'company_id' | 'company_ids' | 'none';
  /** The model whose columns this one shares through a many2one (`_inherits`), or null. */
  readonly delegate: { readonly model: string; readonly through: string } | null;
  /** The database table, as server actions name it. */
  readonly table: string;
}

export interface FieldInput {
  readonly [kindOrRelation: string]: string;
}

const magicFields =
  'many2one>res.users:create_uid,write_uid datetime:create_date,write_date ' +
  'char:display_name integer:id';

const kindNames: ReadonlySet<string> = new Set<FieldKind>([
  'char',
  'text',
  'html',
  'integer',
  'float',
  'boolean',
  'date',
  'datetime',
  'selection',
  'monetary',
  'many2one',
  'one2many',
  'many2many',
  'json',
  'binary',
]);

const isKind = (text: string): text is FieldKind => kindNames.has(text);

const labelOf = (name: string): string => {
  const words = name.replace(/_ids?$/, '').replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/**
 * Reads the notation `kind[>relation[.inverse-after-slash]][@currency]:name,name!` used by the
 * model tables, where `!` marks a column that may not be empty.
 */
export const parseFields = (notation: string): FieldSpec[] => {
  const specs: FieldSpec[] = [];
  for (const group of notation
    .replace(/,\s+/g, ',')
    .split(/\s+/)
    .filter((part) => part !== '')) {
    const [head = '', names = ''] = group.split(':');
    const [kindAndCurrency = '', target = ''] = head.split('>');
    const [kind = '', currency = 'company'] = kindAndCurrency.split('@');
    const [relation = '', inverse = ''] = target.split('/');
    if (!isKind(kind)) throw new Error(`unknown kind in ${group}`);
    for (const marked of names.split(',')) {
      const name = marked.replace('!', '');
      const required = marked.endsWith('!');
      const label = labelOf(name);
      specs.push({
        name,
        column: name,
        kind,
        label,
        relation,
        inverse,
        currency,
        required,
        base: true,
      });
    }
  }
  return specs;
};

export interface ModelInput {
  readonly name: string;
  readonly label: string;
  readonly fields: string;
  readonly order?: string;
  readonly indexed?: string;
  readonly company?: 'company_id' | 'company_ids' | 'none';
  readonly delegate?: { readonly model: string; readonly through: string };
  readonly labels?: Readonly<Record<string, string>>;
}

export const defineModel = (input: ModelInput): ModelSpec => {
  const fields = new Map<string, FieldSpec>();
  for (const spec of parseFields(`${input.fields} ${magicFields}`)) {
    const label = input.labels?.[spec.name];
    fields.set(spec.name, label === undefined ? spec : { ...spec, label });
  }
  return {
    name: input.name,
    label: input.label,
    fields,
    order: input.order ?? 'id',
    indexed: (input.indexed ?? '').split(' ').filter((part) => part !== ''),
    company: input.company ?? 'none',
    delegate: input.delegate ?? null,
    table: input.name.replaceAll('.', '_'),
  };
};
