import { describe, expect, test } from '@jest/globals';
import { STYLE } from './page-style.ts';

/** Contrast of text with its background that WCAG 2.2, 1.4.3 requires. */
const LEAST_CONTRAST = 4.5;
const TEXT = ['ink', 'soft', 'link', 'good', 'warn', 'bad'];
const BACKGROUNDS = ['paper', 'tint'];

const [light = {}, dark = {}] = [...STYLE.matchAll(/:root \{([^}]*)\}/g)].map(([, block = '']) =>
  Object.fromEntries([...block.matchAll(/--(\w+): #(\w+)/g)].map(([, name, value]) => [name, value])),
);

/** Relative luminance of a colour of three or six hexadecimal digits. */
function luminance(colour: string): number {
  const digits = colour.length === 3 ? colour.replaceAll(/./g, '$&$&') : colour;
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const share = Number.parseInt(digits.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [darker = 0, lighter = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (lighter + 0.05) / (darker + 0.05);
}

describe.each([
  ['light', light],
  ['dark', dark],
])('the %s colours of the status page', (theme, colours: Record<string, string>) => {
  test.each(TEXT)(`the ${theme} text colour %s has enough contrast with every background`, (name) => {
    for (const background of BACKGROUNDS)
      expect(contrast(colours[name] ?? '', colours[background] ?? '')).toBeGreaterThanOrEqual(LEAST_CONTRAST);
  });
});
