// A matrix with all its elements, and its products with itself.

export interface Dense {
  readonly rows: number;
  readonly columns: number;
  /** [rows, columns], row-major. */
  readonly values: Float64Array<ArrayBuffer>;
}

export function transposed({ rows, columns, values }: Dense): Dense {
  const turned = new Float64Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      turned[column * rows + row] = values[row * columns + column] ?? 0;
    }
  }
  return { rows: columns, columns: rows, values: turned };
}

/** One matrix above the other; both have as many columns. */
export function stacked(above: Dense, below: Dense): Dense {
  const values = new Float64Array(above.values.length + below.values.length);
  values.set(above.values);
  values.set(below.values, above.values.length);
  return { rows: above.rows + below.rows, columns: above.columns, values };
}

/** Products of all pairs of rows: [rows, rows], symmetric. Its eigenvalues are the squares of the singular values. */
export function rowProducts({ rows, columns, values }: Dense): Dense {
  const products = new Float64Array(rows * rows);
  for (let i = 0; i < rows; i++) {
    const left = values.subarray(i * columns, (i + 1) * columns);
    // Four rows at once, since every element of the left one is then loaded once for all of them.
    for (let j = 0; j <= i; j += 4) {
      const at = [j, j + 1, j + 2, j + 3].map((row) => Math.min(row, i) * columns);
      const [first = 0, second = 0, third = 0, fourth = 0] = at;
      let [a, b, c, d] = [0, 0, 0, 0];
      for (let k = 0; k < columns; k++) {
        const x = left[k] ?? 0;
        a += x * (values[first + k] ?? 0);
        b += x * (values[second + k] ?? 0);
        c += x * (values[third + k] ?? 0);
        d += x * (values[fourth + k] ?? 0);
      }
      for (const [n, product] of [a, b, c, d].entries()) {
        const row = Math.min(j + n, i);
        products[i * rows + row] = product;
        products[row * rows + i] = product;
      }
    }
  }
  return { rows, columns: rows, values: products };
}

/** Rows and columns from `from` to `to` of a square matrix. */
export function block({ columns, values }: Dense, from: number, to: number): Dense {
  const size = to - from;
  const cut = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    const start = (from + row) * columns + from;
    cut.set(values.subarray(start, start + size), row * size);
  }
  return { rows: size, columns: size, values: cut };
}
