"""What egv costs against other ways to make the same video: ratios, all measured in one run."""
