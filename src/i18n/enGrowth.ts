// English strings of what a cache takes of a device's memory, as it grows with the context.

export const enGrowth = {
  growth: {
    title: 'Cache against context',
    device: 'Memory of',
    axis: 'the cache',
    finding:
      'At <at>{{tokens}}</at> {{best}} keeps <best>{{bestBytes}}</best> and {{worst}} <worst>{{worstBytes}}</worst>, <ratio>{{ratio}}×</ratio> as much.',
    findingOne: 'At <at>{{tokens}}</at> {{best}} keeps <best>{{bestBytes}}</best>.',
    none: 'No variant has possible sizes, so there is nothing to draw.',
    here: 'context {{tokens}}',
    weights: 'weights, {{bytes}}',
    fitsOn: 'Cache and weights on one',
    aloneOn: 'The cache alone on one',
    withWeights: 'with the weights',
    longest: 'longest context that fits',
    weightsOf: 'weights',
    inAll: 'in all',
    notKnown: 'not known',
    cacheAt: 'cache of {{tokens}}',
    noneFits: 'none',
    fits: ', fits',
    fitsNot: ', does not fit',
    someFit:
      'With about {{weights}} of weights, one {{device}} has room for {{fit}}, not for {{not}}.',
    allFit: 'With about {{weights}} of weights, one {{device}} has room for each of them.',
    noneFit: 'With about {{weights}} of weights, one {{device}} has room for none of them.',
    memory: 'Memory of {{device}} that the cache takes',
    note: 'Lines: the cache alone, its rows padded to 16 B. Marks on them: the longest context that fits beside the weights, as in the table. Activations and the runtime need room as well.',
    noteAlone:
      'Lines: the cache alone, its rows padded to 16 B. Marks on them: the longest context whose cache fits; the weights are not known. Activations and the runtime need room as well.',
    longestAt: '{{variant}}: {{tokens}} are the most that fit {{device}}',
    full: 'tokens whose cache alone fills {{memory}}',
    fullWithWeights: 'tokens that fill {{memory}} with the weights',
    never: 'never',
  },
};
