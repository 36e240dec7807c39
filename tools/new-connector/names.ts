/** A connector's name in each of the forms that its files want. */
export interface Names {
  /** `mill-bank`: of its folder and in its declaration. */
  readonly name: string;
  /** `millBank` */
  readonly camel: string;
  /** `MillBank` */
  readonly Pascal: string;
  /** `mill_bank`: before the codes of its faults. */
  readonly snake: string;
}

const kebabCase = /^[a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*$/;
const lengthMin = 3;
const lengthMax = 30;

/** Why a text is no name of a connector; null when it is one. */
export function faultOfName(name: string): string | null {
  if (name.length < lengthMin || name.length > lengthMax) {
    return `a name has ${lengthMin} to ${lengthMax} characters; '${name}' has ${name.length}`;
  }
  return kebabCase.test(name)
    ? null
    : `'${name}' is no name: small letters and digits, words joined by hyphens, as in mill-bank`;
}

export function namesOf(name: string): Names {
  const words = name.split('-');
  const Pascal = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  const camel = Pascal.charAt(0).toLowerCase() + Pascal.slice(1);
  return { name, camel, Pascal, snake: words.join('_') };
}
