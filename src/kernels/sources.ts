// The text of every shader file, by its path in shaders/ without the ending.

const texts = import.meta.glob<string>('../../shaders/**/*.wgsl', {
  query: '?raw',
  import: 'default',
  eager: true,
});

export const shaderSources: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(texts).map(([path, text]) => [
    path.replace('../../shaders/', '').replace(/\.wgsl$/, ''),
    text,
  ]),
);
