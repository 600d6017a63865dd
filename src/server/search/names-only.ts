/** A word that is code: a capital after a small letter, a qualifier, a path, `_`, or a call. */
const NAME = /[a-z0-9][A-Z]|\w[._/]\w|\w\(/;

/** Whether a question is nothing but names of code. A name is looked up, not interpreted: vectors only blur it. */
export function isNamesOnly(question: string): boolean {
  const words = question.trim().split(/\s+/);
  return words.every((word) => NAME.test(word));
}
