"""What other programs may import: a name that is the same in a checkout and in an installed package.

In a checkout these modules lie beside `flows` and `transforms`; in a wheel those lie inside this package (see
``hatch_build.py``), so that it stands beside any project that has folders of these names too.
"""
