/**
 * Which fields of a message a reader wants, as data. A `slot` is one text; its path may run through
 * groups (`Acct/Id/IBAN`) and may end in an attribute (`Amt@Ccy`). A path ending in `*` may repeat,
 * and its texts are joined by {@link listSeparator}. A `record` is a repeating group of its own.
 */
export interface Shape<Slot extends string = string> {
  readonly name: string;
  readonly slots: Readonly<Record<Slot, string | readonly string[]>>;
  /** Records that stand inside this one, each at one or more paths. */
  readonly records?: readonly { readonly at: readonly string[]; readonly shape: Shape }[];
}

/** Cannot stand in XML text, so it never clashes with a value. */
export const listSeparator = '\u0000';

/** One occurrence of a shape in a file. */
export interface ElementRecord {
  readonly shape: number;
  readonly line: number;
  /** Texts by slot number, without blanks at their ends; undefined where the field is missing. */
  readonly values: (string | undefined)[];
  /** Slots that stood more than once although the standard has them once. */
  repeated: number[] | null;
}

/** Numbers of the slots of a shape, in the order of their declaration. */
export function slotNumbers<Slot extends string>(
  shape: Shape<Slot>,
): Readonly<Record<Slot, number>> {
  return asNumbersOf<Slot>(
    Object.fromEntries(Object.keys(shape.slots).map((slot, index) => [slot, index])),
  );
}

/** Numbers of shapes in a plan, by the names under which a reader asks for them. */
export function shapeNumbers<Name extends string>(
  plan: ShapePlan,
  shapes: Readonly<Record<Name, Shape>>,
): Readonly<Record<Name, number>> {
  const numbers = Object.entries<Shape>(shapes).map(([name, shape]): [string, number] => [
    name,
    plan.shapes.indexOf(shape),
  ]);
  return Object.freeze(asNumbersOf<Name>(Object.fromEntries(numbers)));
}

/** The one cast: the keys come from the slots or names themselves, so they are exactly these. */
const asNumbersOf = <Name extends string>(
  numbers: Record<string, number>,
): Readonly<Record<Name, number>> => numbers as Record<Name, number>;

/** Node numbers that every plan has. */
export const searchNode = 0;
export const skipNode = 1;

/** Shapes as tables of small integers, so that a lookup is an array access. */
export interface ShapePlan {
  /** Every name of the shapes; its place is its number. The first one is `xmlns`. */
  readonly known: readonly string[];
  readonly nameCount: number;
  /** `node × nameCount + name` → node; −1 where the shape has nothing. */
  readonly children: Int16Array;
  /** `node × nameCount + attribute` → slot, or −1. */
  readonly attributeSlots: Int16Array;
  readonly slotOf: Int16Array;
  readonly repeats: Uint8Array;
  /** The shape that begins at a node, or −1. */
  readonly shapeOf: Int16Array;
  readonly shapes: readonly Shape[];
  readonly slotCounts: readonly number[];
}

interface DraftNode {
  readonly children: Map<string, DraftNode>;
  readonly attributes: Map<string, number>;
  readonly number: number;
  slot: number;
  repeats: boolean;
  shape: number;
}

/**
 * Compiles shapes. `roots` are the elements at which reading begins, wherever in the file they
 * stand: an envelope around the message does not matter, nor does its namespace.
 */
export function planShapes(
  roots: readonly { readonly element: string; readonly shape: Shape }[],
): ShapePlan {
  const draft = new ShapeDraft();
  const search = draft.node();
  draft.node();
  for (const root of roots) draft.place(draft.child(search, root.element), root.shape);
  return draft.finish();
}

class ShapeDraft {
  private readonly nodes: DraftNode[] = [];
  private readonly shapes: Shape[] = [];
  private readonly names = new Set<string>(['xmlns']);

  node(): DraftNode {
    const made = {
      children: new Map<string, DraftNode>(),
      attributes: new Map<string, number>(),
      number: this.nodes.length,
      slot: -1,
      repeats: false,
      shape: -1,
    };
    this.nodes.push(made);
    return made;
  }

  child(parent: DraftNode, element: string): DraftNode {
    this.names.add(element);
    const known = parent.children.get(element);
    if (known !== undefined) return known;
    const made = this.node();
    parent.children.set(element, made);
    return made;
  }

  place(node: DraftNode, shape: Shape): void {
    let number = this.shapes.indexOf(shape);
    if (number < 0) number = this.shapes.push(shape) - 1;
    node.shape = number;
    for (const [slot, paths] of Object.values(shape.slots).entries()) {
      for (const path of typeof paths === 'string' ? [paths] : paths) {
        this.placeSlot(node, slot, path);
      }
    }
    for (const record of shape.records ?? []) {
      for (const path of record.at) this.place(this.walk(node, path), record.shape);
    }
  }

  private placeSlot(node: DraftNode, slot: number, path: string): void {
    const repeats = path.endsWith('*');
    const [elements = '', attribute] = (repeats ? path.slice(0, -1) : path).split('@');
    const target = elements === '' ? node : this.walk(node, elements);
    target.repeats = target.repeats || repeats;
    if (attribute === undefined) {
      target.slot = slot;
      return;
    }
    this.names.add(attribute);
    target.attributes.set(attribute, slot);
  }

  private walk(node: DraftNode, path: string): DraftNode {
    let target = node;
    for (const element of path.split('/')) target = this.child(target, element);
    return target;
  }

  finish(): ShapePlan {
    const known = [...this.names];
    const count = known.length;
    const children = new Int16Array(this.nodes.length * count).fill(-1);
    const attributeSlots = new Int16Array(this.nodes.length * count).fill(-1);
    for (const node of this.nodes) {
      for (const [index, name] of known.entries()) {
        children[node.number * count + index] = node.children.get(name)?.number ?? -1;
        attributeSlots[node.number * count + index] = node.attributes.get(name) ?? -1;
      }
    }
    return {
      known,
      nameCount: count,
      children,
      attributeSlots,
      slotOf: Int16Array.from(this.nodes, (node) => node.slot),
      repeats: Uint8Array.from(this.nodes, (node) => (node.repeats ? 1 : 0)),
      shapeOf: Int16Array.from(this.nodes, (node) => node.shape),
      shapes: this.shapes,
      slotCounts: this.shapes.map((shape) => Object.keys(shape.slots).length),
    };
  }
}
