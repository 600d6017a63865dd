import type { Found } from '../score.ts';
import type { Unit } from './full-text.ts';

const DOCUMENTS = 10;
const SECTIONS = 3;

/** Units, best first, as documents with their best sections, as many as the product shows. */
export function grouped(units: readonly Unit[]): Found[] {
  const found = new Map<string, Unit[]>();
  for (const unit of units) {
    const sections = found.get(unit.path) ?? [];
    if (sections.length === 0 && found.size === DOCUMENTS) continue;
    if (sections.length < SECTIONS) sections.push(unit);
    found.set(unit.path, sections);
  }
  return [...found].map(([path, sections]) => ({ path, sections }));
}
