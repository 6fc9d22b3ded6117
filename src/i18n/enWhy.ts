// English strings of why something cannot be used now.

export const enWhy = {
  why: {
    title: 'Why not?',
    asking: 'The browser has not answered yet which device there is.',
    noEngine: 'What runs the kernels did not start; load the page anew.',
    nothingToRun:
      'No variant shown has possible sizes: correct those that are marked among the controls.',
    stopping: 'It is stopping already.',
    lastVariant: 'One variant stays: tick another before you take this one away.',
  },
};
